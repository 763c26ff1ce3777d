/**
Converts a value of a column, given by its index, as the slow path does. Implemented by `fast-records.ts`.
@returns The end of the output, or 0 if the column can't hold the value.
*/
export declare function convert(column: i32, start: i32, end: i32, output: i32): i32;
