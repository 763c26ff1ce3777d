import type {Backend} from '../backend/backend.js';
import {explainLine} from '../explain.js';
import {type StatementPlace, translateError, translateNotice} from '../translate-errors.js';
import {BodyReader, frame, int16, int32, type Message} from '../wire/messages.js';
import {commandComplete, errorResponse, noticeResponse, readFields} from '../wire/responses.js';
import {describeRow} from '../wire/row-description.js';
import type {Client} from './client.js';

/** Summary of a response passed on to the client. */
export type ResponseSummary = {error: string | undefined; rows: number};

/** Settings whose changes both PostgreSQL and Redshift report [PY]. */
const reported: ReadonlySet<string> = new Set(['DateStyle', 'TimeZone', 'client_encoding']);
/** Tags with a count. The AWS driver reads no count from other tags below version 8.2 [PY core.py]. */
const counted: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MOVE']);

/** Passes PostgreSQL's responses on to the client, translated to Redshift's form. */
export class Relay {
	readonly #client: Client;
	readonly #backend: Backend;
	readonly #varcharOid: number;

	constructor(client: Client, backend: Backend, varcharOid: number) {
		this.#client = client;
		this.#backend = backend;
		this.#varcharOid = varcharOid;
	}

	/**
	Sends a request and passes on the response without ReadyForQuery.
	@param options.explain The rows are those of a plan.
	@param options.types The message types to pass on; all by default.
	*/
	async pass(
		request: Uint8Array,
		place: StatementPlace,
		{explain = false, types}: {readonly explain?: boolean; readonly types?: string} = {},
	): Promise<ResponseSummary> {
		const summary: ResponseSummary = {error: undefined, rows: 0};
		const isReady = ({type}: Message) => type === 'Z';
		await this.#backend.exchange(request, isReady, message => {
			const bytes = this.#translate(message, place, explain, summary);
			if (!bytes || types?.includes(message.type) === false) return;
			if (!this.#client.send(bytes)) this.#waitForClient();
		});
		return summary;
	}

	#translate(
		{type, body}: Message,
		place: StatementPlace,
		explain: boolean,
		summary: ResponseSummary,
	): Buffer | undefined {
		switch (type) {
			case 'Z':
				return undefined;
			case 'E': {
				const {fields} = translateError(readFields(body), place);
				summary.error = fields.message;
				return errorResponse(fields);
			}
			case 'N':
				return noticeResponse(translateNotice(readFields(body)));
			case 'T':
				return describeRow(body, this.#varcharOid);
			case 'C':
				return commandComplete(redshiftTag(new BodyReader(body).string()));
			case 'S':
				return reported.has(new BodyReader(body).string()) ? frame(type, body) : undefined;
			case 'D':
				summary.rows++;
				return explain ? explainRow(body) : frame(type, body);
			default:
				return frame(type, body);
		}
	}

	/** Makes PostgreSQL wait for a slow client instead of buffering in memory. */
	#waitForClient(): void {
		this.#backend.pause();
		void this.#client.drained().then(() => this.#backend.resume());
	}
}

function redshiftTag(tag: string): string {
	const word = tag.split(' ')[0] ?? '';
	if (counted.has(word)) return tag;
	return /^(?:SELECT|FETCH|COPY) \d+$/.test(tag) ? word : tag;
}

function explainRow(body: Buffer): Buffer {
	const reader = new BodyReader(body);
	reader.int16();
	const line = Buffer.from(explainLine(reader.bytes(reader.int32()).toString()));
	return frame('D', int16(1), int32(line.length), line);
}
