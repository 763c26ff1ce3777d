import {BodyReader, frame} from './messages.js';

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
