import {artist, variantFor} from './artists.js';
import {identifier} from './identifiers.js';
import * as names from './names.js';
import type {ArtistPlace} from './places.js';
import {Random} from './random.js';
import * as words from './words.js';

/** The values that the join of plays and songs compares. */
export type Track = {
	/** A number represents a digits-only name written as a JSON number. */
	readonly title: string | number;
	readonly artistName: string | number;
	/** Hundred-thousandths of a second. */
	readonly duration: number;
};

/** A song as described in a song file. */
export type SongRecord = Track & {
	readonly songId: string;
	readonly artistId: string;
	readonly place: ArtistPlace;
	/** 0 for unknown. */
	readonly year: number;
};

/** A song with numeric identifiers. Formatting them takes longer than everything else. */
type NumberedSong = Omit<SongRecord, 'songId' | 'artistId'> & {
	readonly song: number;
	readonly artist: number;
};

/** First number of the songs that are played but not in any song file. */
const unlisted = 0x4000_0000;

/** A catalog of `size` song records. Each is computed from the seed and its number; none is kept in memory. */
export class Catalog {
	readonly size: number;
	readonly #seed: number;
	readonly #artists: number;

	constructor(seed: number, size: number) {
		this.#seed = seed;
		this.size = size;
		this.#artists = Math.max(1, Math.round(size * 0.42));
	}

	/** The song record with this number, from 0 on. */
	record(index: number): SongRecord {
		const {song, artist, ...rest} = this.#listed(index);
		return {
			...rest,
			songId: identifier('SO', this.#seed, song),
			artistId: identifier('AR', this.#seed, artist),
		};
	}

	/** Returns the song as it appears in plays. */
	track(index: number): Track {
		return this.#listed(index);
	}

	/** A song that is played but not in any song file. Every third is by an artist of the catalog. */
	unlistedTrack(index: number): Track {
		return this.#song(unlisted + index, index % 3 === 0 ? 0 : unlisted);
	}

	/**
	In each hundred, five records repeat the previous song: the same song_id with another year, or with another title and
	duration; another song_id with the same title, artist and duration (by the same artist_id, or by an artist with the
	same name); another recording of the same title.
	*/
	#listed(index: number): NumberedSong {
		switch (index % 100) {
			case 17: {
				const first = this.#song(index - 1);
				return {...first, year: otherYear(first.year, index)};
			}
			case 37: {
				const first = this.#song(index - 1);
				const {title, duration, year} = first;
				return {
					...first,
					title: `${title} (Live)`,
					duration: duration + 2_150_204,
					year: otherYear(year, index),
				};
			}
			case 57:
				return {...this.#song(index - 1), song: index};
			case 77: {
				const first = this.#song(index - 1);
				return {...first, song: index, duration: first.duration + 1_337_016};
			}
			case 97:
				return {...this.#song(index - 1), song: index, artist: this.#artists + index};
			default:
				return this.#song(index);
		}
	}

	#song(index: number, firstArtist = 0): NumberedSong {
		const seed = this.#seed;
		const random = new Random(seed, 0x50, index);
		// The product gives artists with small numbers more songs.
		const artistIndex = firstArtist + Math.floor(this.#artists * random.unit() * random.unit());
		const by = artist(seed, artistIndex, variantFor(seed, index));
		return {
			title: songTitle(random, index),
			artistName: by.name,
			duration: duration(random),
			place: by.place,
			year: random.chance(0.42) ? 0 : year(random),
			song: index,
			artist: artistIndex,
		};
	}
}

/** Makes unknown years known, and some known years unknown or earlier. */
function otherYear(year: number, index: number): number {
	if (year === 0) return 1971 + (index % 40);
	return index % 200 < 100 ? 0 : year - 3;
}

function songTitle(random: Random, index: number): string | number {
	switch (index % 100) {
		case 4:
		case 28:
		case 52:
		case 68:
			return random.pick(words.accentedTitles);
		case 9:
			return random.pick(words.asianTitles);
		case 23:
			return random.pick(words.emojiTitles);
		case 33:
		case 83:
			// Trailing spaces, which the join must ignore.
			return `${names.plainTitle(random)}${' '.repeat(1 + random.below(3))}`;
		case 44:
			return 1900 + random.below(120);
		case 61:
			return names.longTitle(random);
		default:
			return names.plainTitle(random);
	}
}

/** One to seven minutes, typically four. One in fifty durations has no fraction of a second. */
function duration(random: Random): number {
	const seconds = 60 + random.below(120) + random.below(120) + random.below(120);
	return seconds * 100_000 + (random.chance(0.02) ? 0 : random.below(100_000));
}

/** 1958 to 2018; later years are more likely. */
function year(random: Random): number {
	return 2018 - Math.floor(61 * random.unit() * random.unit());
}
