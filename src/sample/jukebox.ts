import {Catalog, type Track} from './catalog.js';
import {isDigits, logString, seconds} from './json-text.js';
import {Popularity, type Random} from './random.js';

/** A song in an event: `artist`, `song` and `length` are JSON. */
export type PlayedSong = {
	readonly artist: string;
	readonly song: string;
	readonly length: string;
	/** Duration in seconds, rounded down. */
	readonly seconds: number;
};

/** Number of songs cached. */
const maxCached = 65_536;

/** First key of the songs that are in no song file. */
const unlisted = 0x4000_0000;

/** Chooses what is played, popular songs more often. About 35 % of plays match a song record. */
export class Jukebox {
	readonly #catalog: Catalog;
	readonly #listed: Popularity;
	readonly #unlisted: Popularity;
	readonly #cache = new Map<number, PlayedSong>();

	constructor(seed: number, songs: number) {
		this.#catalog = new Catalog(seed, songs);
		this.#listed = new Popularity(songs, 4);
		this.#unlisted = new Popularity(songs * 2 + 100, 12);
	}

	play(random: Random): PlayedSong {
		const choice = random.unit();
		if (choice >= 0.38) return this.#cached(unlisted + this.#unlisted.draw(random));
		const index = this.#listed.draw(random);
		if (choice >= 0.04) return this.#cached(index);
		const track = this.#catalog.song(index);
		// A trailing space, which the join must ignore.
		if (choice >= 0.03) return played({...track, title: `${track.title} `}, index);
		// Another recording: the length differs, if only in the last digit.
		return played({...track, duration: track.duration + (index % 2 === 0 ? 1 : 731_429)}, index);
	}

	#cached(key: number): PlayedSong {
		let song = this.#cache.get(key);
		if (song === undefined) {
			song = played(
				key < unlisted ? this.#catalog.song(key) : this.#catalog.unlistedTrack(key - unlisted),
				key,
			);
			if (this.#cache.size === maxCached) this.#cache.clear();
			this.#cache.set(key, song);
		}
		return song;
	}
}

function played({artistName, title, duration}: Track, index: number): PlayedSong {
	const charset = index % 3 === 1 ? 'ascii' : 'unicode';
	// Two in three titles and names of digits are numbers.
	const value = (text: string) => (charset === 'unicode' && isDigits(text) ? text : logString(text, charset));
	return {
		artist: value(artistName),
		song: value(title),
		length: seconds(duration),
		seconds: Math.floor(duration / 100_000),
	};
}
