-- A plain SET of these in the notebook would reach the load too, where it would change what the transforms compute.
SET SESSION default_null_order = 'nulls_last';
SET SESSION default_order = 'asc';
SET SESSION default_collation = '';
-- Rows may be written in any order: all processors can write, and a large insert needn't hold rows back in memory.
SET SESSION preserve_insertion_order = false;

-- The escapes of COPY text: only a backslash starts one, and a backslash itself is \x5c.
CREATE OR REPLACE TEMP MACRO copy_text(t) AS
	CASE
		WHEN contains(t, '\') THEN
			replace(replace(replace(replace(t, '\n', chr(10)), '\r', chr(13)), '\t', chr(9)), '\x5c', '\')
		ELSE t
	END;
