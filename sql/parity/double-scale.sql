-- The power of two that scales a double precision number to between 2^-72 and 2^62. The limits are arbitrary but must be
-- the same on every engine. The most common case comes first.
CASE
	WHEN abs("${value}") >= CAST('1e-20' AS double precision) AND abs("${value}") < CAST('1e18' AS double precision) THEN 0
	WHEN "${value}" = 0 THEN 0
	WHEN abs("${value}") < CAST('1e-286' AS double precision) THEN 1008
	WHEN abs("${value}") < CAST('1e-248' AS double precision) THEN 882
	WHEN abs("${value}") < CAST('1e-210' AS double precision) THEN 756
	WHEN abs("${value}") < CAST('1e-172' AS double precision) THEN 630
	WHEN abs("${value}") < CAST('1e-134' AS double precision) THEN 504
	WHEN abs("${value}") < CAST('1e-96' AS double precision) THEN 378
	WHEN abs("${value}") < CAST('1e-58' AS double precision) THEN 252
	WHEN abs("${value}") < CAST('1e-20' AS double precision) THEN 126
	WHEN abs("${value}") < CAST('1e56' AS double precision) THEN -126
	WHEN abs("${value}") < CAST('1e94' AS double precision) THEN -252
	WHEN abs("${value}") < CAST('1e132' AS double precision) THEN -378
	WHEN abs("${value}") < CAST('1e170' AS double precision) THEN -504
	WHEN abs("${value}") < CAST('1e208' AS double precision) THEN -630
	WHEN abs("${value}") < CAST('1e246' AS double precision) THEN -756
	WHEN abs("${value}") < CAST('1e284' AS double precision) THEN -882
	WHEN "${value}" IS NOT NULL THEN -1008
END
