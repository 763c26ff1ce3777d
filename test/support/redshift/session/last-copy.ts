/** The state behind `pg_last_copy_count()` and `pg_last_copy_id()` in a session. */
export class LastCopy {
	#count = 0n;
	#id = -1;
	/** The id of a COPY whose transaction is still open. */
	#pending: number | undefined;

	get count(): bigint {
		return this.#count;
	}

	/** -1 before the first COPY [D:PG_LAST_COPY_ID]. */
	get id(): number {
		return this.#pending ?? this.#id;
	}

	loaded(rows: number, queryId: number, inTransaction: boolean): void {
		this.#count = BigInt(rows);
		if (inTransaction) this.#pending = queryId;
		else this.#id = queryId;
	}

	/** The count becomes 0 if the COPY failed while loading, and stays if it never began [D:PG_LAST_COPY_COUNT]. */
	failed(hadBegun: boolean): void {
		if (hadBegun) this.#count = 0n;
	}

	/** A rollback restores the previous id [D:PG_LAST_COPY_ID]. */
	transactionEnded(committed: boolean): void {
		if (committed) this.#id = this.id;
		this.#pending = undefined;
	}
}
