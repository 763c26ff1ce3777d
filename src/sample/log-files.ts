import {type FileHandle, mkdir, open} from 'node:fs/promises';
import {join} from 'node:path';
import {activities, dayMs, firstDay} from './activity.js';
import {EventText} from './event-text.js';
import type {GenerateOptions, Written} from './options.js';

/** Bytes to gather before a write: a few milliseconds' work. */
const chunk = 256 * 1024;
/** More than the bytes of an event. */
const room = 64 * 1024;
/** Of the events that are delivered twice, one in so many comes again only in the next day's file. */
const repeatsPerLateOne = 3;

/**
Writes the log files, one a day, none for a day on which nothing happened. In each, events are in order of time;
those delivered late, from the day before, come first.
*/
export async function* writeEvents(
	options: GenerateOptions,
	directory: string,
	fileQuirks: boolean,
): AsyncGenerator<Written> {
	const text = new EventText(fileQuirks);
	let file: DayFile | undefined;
	let late: string[] = [];
	let repeats = 0;
	let records = 0;
	let bytes = 0;

	const begin = async (day: number) => {
		bytes += (await file?.finish()) ?? 0;
		file = await DayFile.create(directory, day, fileQuirks);
		for (const line of late) {
			file.add(line);
			if (file.full) bytes += await file.flush();
		}
		records += late.length;
		late = [];
		return file;
	};

	try {
		for (const activity of activities(options)) {
			const day = Math.floor((activity.at - firstDay) / dayMs);
			const current = file?.day === day ? file : await begin(day);
			const line = text.write(activity);
			current.add(line);
			records += 1;
			if (activity.repeated) {
				repeats += 1;
				if (repeats % repeatsPerLateOne === 1 && day + 1 < options.days) late.push(line);
				else {
					current.add(line);
					records += 1;
				}
			}
			if (current.full) {
				bytes += await current.flush();
				yield {records, bytes};
			}
		}
		if (late.length > 0 && file !== undefined) await begin(file.day + 1);
		bytes += (await file?.finish()) ?? 0;
		yield {records, bytes};
	} finally {
		await file?.close();
	}
}

/**
The log file of one day. Untidy files don't end with a newline; there are blank lines on every seventh day, CRLF on the
second and a byte-order mark on the third.
*/
class DayFile {
	readonly day: number;
	readonly #handle: FileHandle;
	readonly #untidy: boolean;
	readonly #separator: string;
	readonly #buffer = Buffer.allocUnsafe(chunk + room);
	#size = 0;
	#lines = 0;

	private constructor(handle: FileHandle, day: number, untidy: boolean) {
		this.#handle = handle;
		this.day = day;
		this.#untidy = untidy;
		this.#separator = untidy && day === 1 ? '\r\n' : '\n';
		if (untidy && day === 2) this.#write('\ufeff');
	}

	/** Creates `log_data/2018/11/2018-11-01-events.json` for day 0. Fails if it exists. */
	static async create(directory: string, day: number, untidy: boolean): Promise<DayFile> {
		const date = new Date(firstDay + day * dayMs).toISOString().slice(0, 10);
		const folder = join(directory, 'log_data', date.slice(0, 4), date.slice(5, 7));
		await mkdir(folder, {recursive: true});
		return new DayFile(await open(join(folder, `${date}-events.json`), 'wx'), day, untidy);
	}

	add(line: string): void {
		if (this.#lines > 0) this.#write(this.#separator);
		if (this.#untidy && this.day % 7 === 0 && this.#lines % 50 === 1) this.#write(this.#separator);
		this.#write(line);
		this.#lines += 1;
	}

	/** Encodes line by line: a long text with any character beyond Latin-1 takes several times as long. */
	#write(text: string): void {
		this.#size += this.#buffer.write(text, this.#size);
	}

	get full(): boolean {
		return this.#size >= chunk;
	}

	/** @returns bytes written */
	async flush(): Promise<number> {
		const bytes = this.#buffer.subarray(0, this.#size);
		await this.#handle.writeFile(bytes);
		this.#size = 0;
		return bytes.length;
	}

	/** Writes what is left and closes. @returns bytes written */
	async finish(): Promise<number> {
		if (!this.#untidy) this.#write('\n');
		const bytes = await this.flush();
		await this.close();
		return bytes;
	}

	async close(): Promise<void> {
		await this.#handle.close();
	}
}
