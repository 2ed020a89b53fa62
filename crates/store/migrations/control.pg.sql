-- The trigger function of every append-only table, shared by all schemas.
CREATE OR REPLACE FUNCTION sanduk_control.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514';
END $$;
