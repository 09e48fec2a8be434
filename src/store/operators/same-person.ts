/**
 * Whether two accounts may be in one hand. Whoever makes an account, or resets or changes it, knows
 * its password or can get it: for 30 days it counts as that person's, and so do the accounts that
 * were made by it. The command line of somebody counts as the operator of the same name. A
 * member of a merchant who asks counts like an operator: whoever invited that person may sign in.
 */

/**
 * A condition: who asked for approval $2 and operator $3 may be one person, at the time $1. It
 * follows each of both back to everybody who had the account in hand, and looks for one in common.
 */
export const MAY_BE_ONE = `exists (
  with recursive hands (root, who) as (
    select r.root, r.who from approval one left join operator m on m.id = one.maker_id
      left join operator c on c.id = $3,
      lateral (values
        ('maker', coalesce('operator:' || one.maker_id, one.maker)),
        ('maker', 'cli:' || m.login),
        ('checker', 'operator:' || $3::bigint),
        ('checker', 'cli:' || c.login)) as r (root, who)
      where one.id = $2 and r.who is not null
    union
    select h.root, t.by_whom from hands h join (
        select 'operator:' || operator_id as whose, by_whom, at from operator_touch
        union all select 'member:' || member_id, by_whom, at from member_touch
      ) t on h.who = t.whose
      and t.at > coalesce($1::timestamptz, now()) - interval '30 days'
  )
  select from hands group by who having count(distinct root) > 1)`;
