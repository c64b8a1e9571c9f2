-- transaction: the frame of everything that is stored in one piece. Run by src/warehouse/bigquery/transaction.ts.
-- What stands against it raises “conflict: …” inside the transaction, which is then rolled back; the last query tells what was done,
-- or what stands there now. It comes after the transaction: what is read inside it is gone with a rollback.
DECLARE failure STRING;
BEGIN
  BEGIN TRANSACTION;
  {body}
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  SET failure = @@error.message;
  -- A transaction that the engine has ended already cannot be rolled back: its own message is the one that counts.
  BEGIN
    ROLLBACK TRANSACTION;
  EXCEPTION WHEN ERROR THEN
    SELECT 1;
  END;
  SET failure = COALESCE(failure, @@error.message);
  IF STRPOS(failure, 'conflict:') = 0 THEN
    RAISE USING MESSAGE = failure;
  END IF;
END;
IF failure IS NULL THEN
  {done};
ELSE
  {refused};
END IF;
