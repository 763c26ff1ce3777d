SELECT count(*), count(length), sum(length) FROM doctor_fraction
