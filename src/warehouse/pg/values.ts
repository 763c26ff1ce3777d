import type {Column, ColumnType, Value} from '../warehouse.js';

/** Object ids of PostgreSQL's types (catalog pg_type), repeated here so that `pg` is loaded only when used. */
const typeIds = {
	bool: 16,
	int8: 20,
	int2: 21,
	int4: 23,
	text: 25,
	oid: 26,
	float4: 700,
	float8: 701,
	bpchar: 1042,
	varchar: 1043,
	date: 1082,
	timestamp: 1114,
	timestamptz: 1184,
	numeric: 1700,
} as const;
type TypeName = keyof typeof typeIds;

const columnTypes: Readonly<Record<TypeName, ColumnType>> = {
	bool: 'boolean',
	int8: 'number',
	int2: 'number',
	int4: 'number',
	text: 'text',
	oid: 'number',
	float4: 'number',
	float8: 'number',
	bpchar: 'text',
	varchar: 'text',
	date: 'date',
	timestamp: 'timestamp',
	timestamptz: 'timestamp',
	numeric: 'number',
};
const typeNames: ReadonlyMap<number, TypeName> = new Map(
	Object.entries(typeIds).map(([name, id]) => [id, name as TypeName]),
);

export function pgColumn(name: string, dataTypeId: number): Column {
	const type = typeNames.get(dataTypeId);
	return {
		name,
		type: type === undefined ? 'other' : columnTypes[type],
		engineType: type ?? `type ${dataTypeId}`,
	};
}

/** Converts PostgreSQL's text to values, for the `types` option of `pg`. Never returns a local Date. */
export const valueTypes = {
	getTypeParser: (dataTypeId: number) => (text: string) => toValue(text, typeNames.get(dataTypeId)),
};

function toValue(text: string, type: TypeName | undefined): Value {
	switch (type) {
		case 'int2':
		case 'int4':
		case 'int8':
		case 'oid': {
			const number = Number(text);
			return Number.isSafeInteger(number) ? number : BigInt(text);
		}
		case 'float4':
		case 'float8':
			return Number(text);
		case 'bool':
			return text === 't';
		case 'timestamp':
		case 'timestamptz':
			return withMilliseconds(text);
		default:
			return text;
	}
}

/** Pads the fraction of a timestamp to three digits: `21:01:46` becomes `21:01:46.000`. Keeps microseconds. */
export function withMilliseconds(text: string): string {
	return text.replace(/(\d\d:\d\d:\d\d)(?:\.(\d+))?/, (_, seconds: string, fraction = '') => {
		return `${seconds}.${String(fraction).padEnd(3, '0')}`;
	});
}
