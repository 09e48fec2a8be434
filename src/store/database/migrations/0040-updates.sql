-- Other terms of a code are asked of its provider by a dispatch of their own.
alter table dispatch drop constraint dispatch_operation_check;
-- What is there already fits: the rows need not be read for it.
alter table dispatch add constraint dispatch_operation_check check (operation in (
  'payin', 'payout', 'refund', 'code', 'mandate', 'verification', 'continue', 'update', 'close'
)) not valid;
