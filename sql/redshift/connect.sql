-- In UTC and in ISO form whatever the user's defaults are; numbers with all the digits they have; and a label by which
-- an administrator finds these statements in the history.
SET timezone TO 'UTC';
SET datestyle TO 'ISO, YMD';
SET extra_float_digits TO 2;
SET query_group TO ${label};
