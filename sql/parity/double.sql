-- Exactly, bit by bit, where the decimal text of a number depends on the engine: the power of two by which it was
-- scaled, its whole part, and what follows the point as two numbers of 62 bits. Nothing here rounds.
-- A guess: that abs, trunc and power are as exact on Redshift as on the others.
CAST(scale AS varchar)
	|| '/' || CAST(CAST(trunc(scaled) AS bigint) AS varchar)
	|| '/' || CAST(CAST(trunc((scaled - trunc(scaled)) * CAST('4611686018427387904' AS double precision)) AS bigint) AS varchar)
	|| '/' || CAST(CAST(
		((scaled - trunc(scaled)) * CAST('4611686018427387904' AS double precision)
			- trunc((scaled - trunc(scaled)) * CAST('4611686018427387904' AS double precision)))
		* CAST('4611686018427387904' AS double precision)
	AS bigint) AS varchar)
