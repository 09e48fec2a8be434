/** Verifications: their pictures, what was read from them, and what is to be erased. */
import { hot } from './statement.ts';

/**
 * Kept only while the payer may take pictures: the order is held meanwhile, so none comes after it
 * was submitted.
 */
export const KEEP_PHOTO = hot(
  'keep_photo',
  `with o as (
     select id from orders
     where shard = $1 and id = $2 and kind = 'verification' and state in ('created', 'active')
     for share
   )
   insert into verification_photo as p (shard, order_id, part, type, width, height, sealed)
   select $1::smallint, o.id, $3, $4, $5, $6, $7 from o
   on conflict (shard, order_id, part) do update set type = excluded.type, width = excluded.width,
     height = excluded.height, sealed = excluded.sealed, taken_at = now()
   returning p.part`,
);

export const PHOTOS_OF_ORDER = hot(
  'photos_of_order',
  'select * from verification_photo where shard = $1 and order_id = $2 order by part',
);

export const KEEP_READING = hot(
  'keep_reading',
  `insert into verification_file as f (shard, order_id, sealed_reading) values ($1, $2, $3)
   on conflict (shard, order_id) do update set sealed_reading = excluded.sealed_reading
     where f.erased_at is null`,
);

export const VERIFICATION_FILE = hot(
  'verification_file',
  'select * from verification_file where shard = $1 and order_id = $2',
);

export const ERASE_VERIFICATION = hot(
  'erase_verification',
  `with gone as (
     delete from verification_photo where shard = $1 and order_id = $2 returning part
   )
   insert into verification_file as f (shard, order_id, erased_at, erased_by, erased_photos)
   values ($1, $2, now(), $3, (select count(*) from gone))
   on conflict (shard, order_id) do update set sealed_reading = null,
     erased_at = coalesce(f.erased_at, now()), erased_by = coalesce(f.erased_by, $3),
     erased_photos = coalesce(f.erased_photos, 0) + excluded.erased_photos`,
);

export const VERIFICATIONS_TO_ERASE = hot(
  'verifications_to_erase',
  `select id from orders
   where shard = $1 and kind = 'verification' and detail -> 'verification' ->> 'isErased' = 'false'
     and final_at <= now()
       - case when state in ('paid', 'failed') then $2::int else 1 end * interval '1 day'
   order by final_at limit $3`,
);

export const VERIFICATIONS_IN_REVIEW = hot(
  'verifications_in_review',
  `select * from orders
   where shard = $1 and kind = 'verification' and state = 'pending'
     and detail -> 'verification' ->> 'stage' = 'review'
   order by id limit $2`,
);

export const LATEST_VERIFICATIONS = hot(
  'latest_verifications',
  `select * from orders where shard = $1 and kind = 'verification' order by id desc limit $2`,
);
