import {BodyReader, frame, int16} from './messages.js';

const varcharOid = 1043;

/** Replaces the OID of the double's VARCHAR type with VARCHAR's in a RowDescription. */
export function describeRow(body: Buffer, standIn: number): Buffer {
	const reader = new BodyReader(body);
	const count = reader.int16();
	const copy = Buffer.from(body);
	let at = 2;
	for (let index = 0; index < count; index++) {
		at += Buffer.byteLength(reader.string()) + 1;
		reader.bytes(18);
		// Table (4), column (2), type (4), size (2), modifier (4), format (2).
		if (copy.readUInt32BE(at + 6) === standIn) copy.writeUInt32BE(varcharOid, at + 6);
		at += 18;
	}
	return frame('T', copy);
}

/** Does the same in a ParameterDescription. */
export function describeParameters(body: Buffer, standIn: number): Buffer {
	const reader = new BodyReader(body);
	const types = Array.from({length: reader.int16()}, () => reader.uint32());
	const encoded = Buffer.alloc(types.length * 4);
	for (const [index, type] of types.entries())
		encoded.writeUInt32BE(type === standIn ? varcharOid : type, index * 4);
	return frame('t', int16(types.length), encoded);
}
