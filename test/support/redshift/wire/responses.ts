import {BodyReader, frame} from './messages.js';

/** I: idle, T: in a transaction block, E: in one that has failed. */
export type TransactionStatus = 'I' | 'T' | 'E';

/** The fields of an ErrorResponse or a NoticeResponse; the letters are those of the protocol. */
export type Fields = {
	readonly severity: string;
	readonly code: string;
	readonly message: string;
	readonly detail?: string;
	readonly hint?: string;
	/** Source file of the server. */
	readonly file?: string;
	readonly routine?: string;
};

const letters = {
	severity: 'S',
	code: 'C',
	message: 'M',
	detail: 'D',
	hint: 'H',
	file: 'F',
	routine: 'R',
} as const satisfies Record<keyof Fields, string>;

export function errorResponse(fields: Fields): Buffer {
	return frame('E', encodeFields(fields));
}

export function noticeResponse(fields: Fields): Buffer {
	return frame('N', encodeFields(fields));
}

/** Reads all fields of a PostgreSQL error or notice, keyed by their letters. */
export function readFields(body: Buffer): ReadonlyMap<string, string> {
	const reader = new BodyReader(body);
	const fields = new Map<string, string>();
	for (let letter = reader.byte(); letter !== 0; letter = reader.byte())
		fields.set(String.fromCharCode(letter), reader.string());
	return fields;
}

export function commandComplete(tag: string): Buffer {
	return frame('C', tag);
}

export function readyForQuery(status: TransactionStatus): Buffer {
	return frame('Z', Buffer.from(status));
}

export function parameterStatus(name: string, value: string): Buffer {
	return frame('S', name, value);
}

export const emptyQueryResponse = frame('I');
export const parseComplete = frame('1');
export const bindComplete = frame('2');
export const closeComplete = frame('3');

function encodeFields(fields: Fields): Buffer {
	const parts = Object.entries(letters).flatMap(([name, letter]) => {
		const value = fields[name as keyof Fields];
		return value === undefined ? [] : [Buffer.from(`${letter}${value}\0`)];
	});
	return Buffer.concat([...parts, Buffer.from([0])]);
}
