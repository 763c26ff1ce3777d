-- Compares doubles bit by bit, since their decimal text depends on the engine: the power of two they were scaled by, the
-- integer part, and the fraction as two 62-bit numbers. Nothing here rounds.
-- A guess: abs, trunc and power are as exact on Redshift as on the other engines.
CAST("${scale}" AS varchar)
	|| '/' || CAST(CAST(trunc("${scaled}") AS bigint) AS varchar)
	|| '/' || CAST(CAST(trunc(("${scaled}" - trunc("${scaled}")) * CAST('4611686018427387904' AS double precision)) AS bigint) AS varchar)
	|| '/' || CAST(CAST(
		(("${scaled}" - trunc("${scaled}")) * CAST('4611686018427387904' AS double precision)
			- trunc(("${scaled}" - trunc("${scaled}")) * CAST('4611686018427387904' AS double precision)))
		* CAST('4611686018427387904' AS double precision)
	AS bigint) AS varchar)
