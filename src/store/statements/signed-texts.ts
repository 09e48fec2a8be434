/** Texts that were signed, with the operation that each has served. */
import { hot } from './statement.ts';

/** Those whose windows are over are deleted, a few at a time: nobody else does it. */
const DELETE_OVER = `delete from signed_text o where o.shard = $1 and (o.app_id, o.digest) in (
    select p.app_id, p.digest from signed_text p
    where p.shard = $1 and p.until < now() and p.digest <> $3
    order by p.until limit 4 for update skip locked)`;

/** Answers what the text serves: what it has served before or, where that is over, this. */
export const CLAIM_SIGNED_TEXT = hot(
  'claim_signed_text',
  `with over as (${DELETE_OVER})
   insert into signed_text as s (shard, app_id, digest, operation, is_read, until)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (shard, app_id, digest) do update set
     operation = case when s.until < now() then excluded.operation else s.operation end,
     is_read = case when s.until < now() then excluded.is_read else s.is_read end,
     until = greatest(s.until, excluded.until)
   where s.shard = $1
   returning s.operation, s.is_read`,
);
