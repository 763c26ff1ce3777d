import type {Random} from './random.js';
import * as words from './words.js';

export type Person = {readonly firstName: string; readonly lastName: string; readonly gender: 'F' | 'M'};

export function person(random: Random): Person {
	const gender = random.chance(0.52) ? 'F' : 'M';
	return {
		firstName: random.pick(gender === 'F' ? words.womensNames : words.mensNames),
		lastName: random.pick(words.surnames),
		gender,
	};
}

/** The title of a song; one in a few ends with a remark in brackets, which may hold quotes and slashes. */
export function plainTitle(random: Random): string {
	const title = bareTitle(random);
	return random.chance(0.16) ? `${title} (${random.pick(words.remarks)})` : title;
}

function bareTitle(random: Random): string {
	const thing = random.pick(words.things);
	switch (random.below(10)) {
		case 0:
			return `The ${random.pick(words.adjectives)} ${thing}`;
		case 1:
			return `${thing} of ${random.pick(words.things)}s`;
		case 2:
			return `${random.pick(words.gerunds)} the ${thing}`;
		case 3:
			return `${random.pick(words.womensNames)}'s ${thing}`;
		case 4:
			return `${thing}s in ${random.pick(words.towns)}`;
		case 5:
			return `Don't ${random.pick(words.verbs)} My ${thing}`;
		case 6:
			return `${random.pick(words.gerunds)} in the ${thing}`;
		case 7:
			return `${thing} / ${random.pick(words.things)}`;
		default:
			return `${random.pick(words.adjectives)} ${thing}`;
	}
}

/** More than 100 characters, as the movements of classical works have. */
export function longTitle(random: Random): string {
	const [key, town] = [random.pick(['C Minor', 'D Major', 'F♯ Minor', 'B♭ Major']), random.pick(words.towns)];
	return `Suite No. ${1 + random.below(9)} in ${key}, Op. ${10 + random.below(90)} "The ${random.pick(words.adjectives)} ${random.pick(words.things)}": III. Allegro ma non troppo – Andante (Live at the ${town} Opera, ${1961 + random.below(50)})`;
}

export function plainArtistName(random: Random): string {
	const thing = random.pick(words.things);
	const surname = random.pick(words.surnames);
	switch (random.below(9)) {
		case 0:
			return `The ${random.pick(words.adjectives)} ${thing}s`;
		case 1:
			return `${random.pick(words.womensNames)} ${surname}`;
		case 2:
			return `${random.pick(words.mensNames)} ${surname}`;
		case 3:
			return `${random.pick(words.adjectives)} ${thing}`;
		case 4:
			return `${random.pick(words.womensNames)} & The ${thing}s`;
		case 5:
			return `DJ ${thing}`;
		case 6:
			return `The ${surname} ${random.pick(['Trio', 'Quartet', 'Brothers', 'Sisters', 'Orchestra'])}`;
		case 7:
			return `${random.pick(words.towns)} ${thing} Club`;
		default:
			return `${thing} ${random.pick(words.things)}`;
	}
}

/** More than 100 characters, as credits of soundtracks and orchestras have. */
export function longArtistName(random: Random): string {
	return `${random.pick(words.towns)} Philharmonic Orchestra, ${random.pick(words.mensNames)} ${random.pick(words.surnames)}, ${random.pick(words.womensNames)} ${random.pick(words.surnames)} & Chœur de chambre de Saint-Étienne – Original Cast Recording`;
}
