import type {Catalog, Track} from './catalog.js';
import {type Charset, logString, seconds} from './json-text.js';
import {Popularity} from './popularity.js';
import type {Random} from './random.js';

/** A song as formatted in an event: each part is JSON. */
export type PlayedSong = {
	readonly artist: string;
	readonly song: string;
	readonly length: string;
	/** Duration in seconds, rounded down. */
	readonly seconds: number;
};

/** Share of plays that match a song record, and share that differs from one only in length. */
const matching = 0.35;
const nearMisses = 0.03;

/** Number of songs cached per kind. Popular ones are always cached. */
const kept = 16_384;

/** Chooses what is played, popular songs more often. */
export class Jukebox {
	readonly #catalog: Catalog;
	readonly #listed: Popularity;
	readonly #unlisted: Popularity;
	readonly #ready: (Ready | undefined)[] = [];
	#plays = 0;

	constructor(catalog: Catalog) {
		this.#catalog = catalog;
		this.#listed = new Popularity(catalog.size, 4);
		this.#unlisted = new Popularity(catalog.size * 2 + 100, 12);
	}

	play(random: Random): PlayedSong {
		const choice = random.unit();
		this.#plays += 1;
		if (choice < matching) {
			const song = this.#listedSong(this.#listed.draw(random));
			return this.#plays % 40 === 0 ? withBlank(song) : song;
		}
		if (choice < matching + nearMisses) {
			const index = this.#listed.draw(random);
			return nearMiss(this.#catalog.track(index), index);
		}
		return this.#unlistedSong(this.#unlisted.draw(random));
	}

	#listedSong(index: number): PlayedSong {
		return this.#keep(index, index % kept, () => this.#catalog.track(index));
	}

	#unlistedSong(index: number): PlayedSong {
		return this.#keep(index, kept + (index % kept), () => this.#catalog.unlistedTrack(index));
	}

	#keep(index: number, slot: number, make: () => Track): PlayedSong {
		const ready = this.#ready[slot];
		if (ready?.index === index) return ready.song;
		const song = played(make(), index);
		this.#ready[slot] = {index, song};
		return song;
	}
}

type Ready = {readonly index: number; readonly song: PlayedSong};

function played(track: Track, index: number): PlayedSong {
	const charset: Charset = index % 3 === 1 ? 'ascii' : 'unicode';
	return {
		artist: value(track.artistName, charset),
		song: value(track.title, charset),
		length: seconds(track.duration),
		seconds: Math.floor(track.duration / 100_000),
	};
}

/** Another recording: the length differs, if only in the last digit. */
function nearMiss(track: Track, index: number): PlayedSong {
	return played({...track, duration: track.duration + (index % 2 === 0 ? 1 : 731_429)}, index);
}

/** A trailing space, which the join must ignore. */
function withBlank(song: PlayedSong): PlayedSong {
	const title = song.song.endsWith('"') ? song.song.slice(1, -1) : song.song;
	return {...song, song: `"${title} "`};
}

function value(content: string | number, charset: Charset): string {
	// Digits-only names are numbers, but text in a third of the songs.
	return typeof content === 'number' && charset === 'unicode'
		? String(content)
		: logString(String(content), charset);
}
