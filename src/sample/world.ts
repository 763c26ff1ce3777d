import {Catalog} from './catalog.js';
import {Listeners} from './listeners.js';
import {firstDay, LoadCurve} from './load-curve.js';

/** The inputs of the simulation. */
export type World = {
	readonly seed: number;
	/** Number of events to deliver, including duplicate deliveries. */
	readonly events: number;
	readonly curve: LoadCurve;
	readonly listeners: Listeners;
	readonly catalog: Catalog;
};

export function createWorld(options: {seed: number; events: number; songs: number; days: number}): World {
	const {seed, events, songs, days} = options;
	const curve = new LoadCurve(days, seed);
	return {
		seed,
		events,
		curve,
		listeners: new Listeners(seed, events, firstDay, curve.end),
		catalog: new Catalog(seed, songs),
	};
}
