/**
What the user can do about an error. Texts may contain `{host}`, `{port}`, `{user}` and `{database}` of the connection,
`{place}`, `{bucket}` and `{folder}` of a COPY, and the named groups of the pattern.
*/
export type Advice = {
	readonly id: string;
	/** Matched against the code (SQLSTATE or Node's, if any), the text and the detail, separated by spaces. */
	readonly text: RegExp;
	/** Whether a connection or a statement failed. */
	readonly kind: 'connection' | 'statement';
	/** Replaces the driver's message if that is hard to understand. */
	readonly message?: string;
	/** Cause and next step, in one or two sentences. */
	readonly advice: string;
	/** Replaces `advice` on Redshift, if the cause or the next step differs there. */
	readonly redshiftAdvice?: string;
};
