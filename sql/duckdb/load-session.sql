-- Session settings of the load, so a plain (global) SET in the notebook cannot change what the transforms compute.
SET SESSION default_null_order = 'nulls_last';
SET SESSION default_order = 'asc';
SET SESSION default_collation = '';
-- Row order does not matter: all processors can write, and a large insert need not buffer rows in memory.
SET SESSION preserve_insertion_order = false;
