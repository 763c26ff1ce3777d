-- UTC and ISO dates whatever the user's defaults are, floats with all their digits, and a label that identifies these
-- statements in the query history.
SET timezone TO 'UTC';
SET datestyle TO 'ISO, YMD';
SET extra_float_digits TO 2;
SET query_group TO ${label};
