import type {DuckDBType, DuckDBValue} from '@duckdb/node-api';
import type {Column, ColumnType, Value} from '../warehouse.js';

/** DuckDB's type ids in the C API, repeated here so that this file loads nothing native. */
const typeId = {
	boolean: 1,
	float: 10,
	timestamp: 12,
	date: 13,
	varchar: 17,
	timestampSeconds: 20,
	timestampMilliseconds: 21,
	timestampNanoseconds: 22,
	timestampTz: 31,
} as const;
/** TINYINT to DOUBLE, HUGEINT, DECIMAL, UHUGEINT. */
const numberTypes = new Set([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 19, 32]);
const timestampTypes: ReadonlySet<number> = new Set([
	typeId.timestamp,
	typeId.timestampSeconds,
	typeId.timestampMilliseconds,
	typeId.timestampNanoseconds,
	typeId.timestampTz,
]);

export function duckDbColumn(name: string, type: DuckDBType): Column {
	return {name, type: columnType(type.typeId), engineType: String(type)};
}

function columnType(id: number): ColumnType {
	if (numberTypes.has(id)) return 'number';
	if (timestampTypes.has(id)) return 'timestamp';
	if (id === typeId.date) return 'date';
	if (id === typeId.varchar) return 'text';
	if (id === typeId.boolean) return 'boolean';
	return 'other';
}

/** Converts a DuckDB value: integers become `number` if that is exact, decimals become text with their scale. */
export function toValue(value: DuckDBValue, id: number): Value {
	if (value === null) return null;
	if (id === typeId.float) return shortestFloat(Number(value));
	if (typeof value === 'bigint') {
		return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
	}
	if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
	return timestampTypes.has(id) ? timestampText(String(value)) : String(value);
}

/** The shortest number that is the same FLOAT. DuckDB returns FLOATs as doubles: 0.1 as 0.10000000149011612. */
function shortestFloat(value: number): number {
	for (let digits = 1; digits < 9; digits++) {
		const shorter = Number(value.toPrecision(digits));
		if (Math.fround(shorter) === value) return shorter;
	}
	return value;
}

/** Pads the fraction of a timestamp to at least three digits: `21:01:46` becomes `21:01:46.000`. */
function timestampText(text: string): string {
	const match = /^(\S+ \d\d:\d\d:\d\d)(?:\.(\d+))?(.*)$/.exec(text);
	if (match === null) return text;
	const [, seconds = '', fraction = '', zone = ''] = match;
	return `${seconds}.${fraction.padEnd(3, '0').replace(/^(\d{3}\d*?)0*$/, '$1')}${zone}`;
}
