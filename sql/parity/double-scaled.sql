"${value}" * power(CAST(2 AS double precision), "${scale}")
