import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {activities} from './activity.js';
import {ChunkedFile} from './chunked-file.js';
import {EventText} from './event-text.js';
import {dayOf, type LineStyle, lineStyle, logFile} from './log-files.js';
import type {Written} from './progress.js';
import type {World} from './world.js';

/** Of the events that are delivered twice, one in so many comes again only in the next day's file. */
const repeatsPerLateOne = 3;

export type EventFilesOptions = {
	readonly directory: string;
	readonly days: number;
	readonly fileQuirks: boolean;
};

/**
Writes the log files, one a day, none for a day on which nothing happened. In each, events are in order of time;
those delivered late, from the day before, come first.
*/
export async function* writeEvents(world: World, options: EventFilesOptions): AsyncGenerator<Written> {
	const text = new EventText(world.listeners, options.fileQuirks);
	let file: DayFile | undefined;
	let late: string[] = [];
	let repeats = 0;
	let records = 0;
	let bytes = 0;

	const begin = async (day: number) => {
		bytes += (await file?.finish()) ?? 0;
		file = await DayFile.create(options.directory, day, lineStyle(day, options.fileQuirks));
		for (const line of late) file.add(line);
		records += late.length;
		late = [];
		return file;
	};

	try {
		for (const activity of activities(world)) {
			const day = dayOf(activity.at);
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

/** The log file of one day. */
class DayFile {
	readonly day: number;
	readonly #file: ChunkedFile;
	readonly #style: LineStyle;
	#lines = 0;

	private constructor(file: ChunkedFile, day: number, style: LineStyle) {
		this.#file = file;
		this.day = day;
		this.#style = style;
		file.add(style.head);
	}

	static async create(directory: string, day: number, style: LineStyle): Promise<DayFile> {
		const {folder, name} = logFile(day);
		await mkdir(join(directory, folder), {recursive: true});
		return new DayFile(await ChunkedFile.create(join(directory, folder, name)), day, style);
	}

	add(line: string): void {
		const {separator, blankAfter} = this.#style;
		if (this.#lines > 0) this.#file.add(separator);
		if (blankAfter > 0 && this.#lines % blankAfter === 1) this.#file.add(separator);
		this.#file.add(line);
		this.#lines += 1;
	}

	get full(): boolean {
		return this.#file.full;
	}

	flush(): Promise<number> {
		return this.#file.flush();
	}

	/** Writes what is left and closes. @returns bytes written */
	async finish(): Promise<number> {
		this.#file.add(this.#style.tail);
		const bytes = await this.#file.flush();
		await this.#file.close();
		return bytes;
	}

	async close(): Promise<void> {
		await this.#file.close();
	}
}
