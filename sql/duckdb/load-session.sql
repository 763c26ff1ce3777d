-- Session settings of the load, so a plain (global) SET in the notebook cannot change what the transforms compute.
SET SESSION default_null_order = 'nulls_last';
SET SESSION default_order = 'asc';
SET SESSION default_collation = '';
-- Row order does not matter: all processors can write, and a large insert need not buffer rows in memory.
SET SESSION preserve_insertion_order = false;

-- Escape characters in COPY text. Only a backslash starts one; a literal backslash is \x5c.
CREATE OR REPLACE TEMP MACRO copy_text(t) AS
	CASE
		WHEN contains(t, '\') THEN
			replace(replace(replace(replace(t, '\n', chr(10)), '\r', chr(13)), '\t', chr(9)), '\x5c', '\')
		ELSE t
	END;
