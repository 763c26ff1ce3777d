-- Every log file has values that do not fit these columns: text for a number, text that is too long, a fraction.
CREATE TABLE doctor_noload (artist VARCHAR(2048), ts BIGINT);
CREATE TABLE doctor_text_as_integer (artist INTEGER);
CREATE TABLE doctor_text_as_integer_tolerated (artist INTEGER, ts BIGINT);
CREATE TABLE doctor_text_as_integer_undone (artist INTEGER);
CREATE TABLE doctor_narrow (artist VARCHAR(2));
CREATE TABLE doctor_fraction (length INTEGER);
CREATE TABLE doctor_missing_prefix (artist VARCHAR(2048));
CREATE TABLE doctor_missing_role (artist VARCHAR(2048));
CREATE TABLE doctor_probe_fraction (n INTEGER);
CREATE TABLE doctor_probe_whole_float (n BIGINT);
CREATE TABLE doctor_probe_boolean (n INTEGER);
CREATE TABLE doctor_probe_duplicate_keys (s VARCHAR(256));
CREATE TABLE doctor_probe_nul (s VARCHAR(256));
CREATE TABLE doctor_probe_bom (n INTEGER);
CREATE TABLE doctor_probe_array (n INTEGER);
CREATE TABLE doctor_probe_malformed (n INTEGER);
CREATE TABLE doctor_probe_line_numbers (n INTEGER);
