import type {UserSession} from './session.js';

/**
Sessions ordered by the time of their next event, then by age. A binary heap with a separate array of times, because
looking them up in the sessions would take most of the run time.
*/
export class SessionQueue {
	readonly #sessions: UserSession[] = [];
	readonly #moments: number[] = [];

	get first(): UserSession | undefined {
		return this.#sessions[0];
	}

	push(session: UserSession): void {
		let place = this.#sessions.length;
		while (place > 0) {
			const above = (place - 1) >> 1;
			if (!this.#after(above, session.at, session.id)) break;
			this.#move(above, place);
			place = above;
		}
		this.#put(place, session);
	}

	/** Reorders the first session after its time has changed. */
	settleFirst(): void {
		const [session] = this.#sessions;
		if (session !== undefined) this.#sink(session);
	}

	removeFirst(): void {
		const last = this.#sessions.pop();
		this.#moments.pop();
		if (last !== undefined && this.#sessions.length > 0) this.#sink(last);
	}

	/** Moves a session down from the top. */
	#sink(session: UserSession): void {
		const {at, id} = session;
		const size = this.#sessions.length;
		let place = 0;
		for (;;) {
			let below = 2 * place + 1;
			if (below >= size) break;
			const beside = below + 1;
			if (beside < size && this.#after(below, this.#moments[beside]!, this.#sessions[beside]!.id))
				below = beside;
			if (this.#after(below, at, id)) break;
			this.#move(below, place);
			place = below;
		}
		this.#put(place, session);
	}

	#move(from: number, to: number): void {
		this.#sessions[to] = this.#sessions[from]!;
		this.#moments[to] = this.#moments[from]!;
	}

	#put(place: number, session: UserSession): void {
		this.#sessions[place] = session;
		this.#moments[place] = session.at;
	}

	/** Whether the session at that index comes after one with that time and number. */
	#after(place: number, at: number, id: number): boolean {
		const moment = this.#moments[place]!;
		return moment > at || (moment === at && this.#sessions[place]!.id > id);
	}
}
