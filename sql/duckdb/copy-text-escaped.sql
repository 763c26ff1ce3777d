-- Escape characters in COPY text. Only a backslash starts one; a literal backslash is \x5c.
CREATE OR REPLACE TEMP MACRO copy_text(t) AS
	CASE
		WHEN contains(t, '\') THEN
			replace(replace(replace(replace(t, '\n', chr(10)), '\r', chr(13)), '\t', chr(9)), '\x5c', '\')
		ELSE t
	END;
