/** What `pg_last_copy_count()` and `pg_last_copy_id()` answer in a session. */
export class CopyMemory {
	#count = 0n;
	#id = -1;
	/** Of a COPY whose transaction is not over. */
	#pending: number | undefined;

	get count(): bigint {
		return this.#count;
	}

	/** -1 before the first [D:PG_LAST_COPY_ID]. */
	get id(): number {
		return this.#pending ?? this.#id;
	}

	loaded(rows: number, queryId: number, inTransaction: boolean): void {
		this.#count = BigInt(rows);
		if (inTransaction) this.#pending = queryId;
		else this.#id = queryId;
	}

	/** 0 when a COPY failed while it loaded, the value before when it never began [D:PG_LAST_COPY_COUNT]. */
	failed(hadBegun: boolean): void {
		if (hadBegun) this.#count = 0n;
	}

	/** The id stays as it was when the transaction is rolled back [D:PG_LAST_COPY_ID]. */
	transactionEnded(committed: boolean): void {
		if (committed) this.#id = this.id;
		this.#pending = undefined;
	}
}
