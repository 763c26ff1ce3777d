/** The properties used of an error of the AWS SDK. */
export type SdkError = {
	readonly name?: string;
	readonly message?: string;
	readonly code?: unknown;
	readonly hostname?: string;
	readonly address?: string;
	readonly port?: number;
	readonly $metadata?: {readonly httpStatusCode?: number; readonly requestId?: string};
	readonly $response?: {readonly headers?: Readonly<Record<string, string>>};
};

/** Reads anything thrown by the SDK. Node tries each address of a host and reports all failures; the first one counts. */
export function sdkError(error: unknown): SdkError {
	return ((error instanceof AggregateError ? error.errors[0] : error) ?? {}) as SdkError;
}

/** First line of the message. In a signature error, the other lines repeat the request, including the session token. */
export function sdkMessage(error: unknown): string {
	return (sdkError(error).message ?? String(error)).split('\n', 1)[0]!.trim();
}

/** The host that could not be reached. */
export function sdkHost({hostname, address, port}: SdkError): string | undefined {
	return hostname ?? (address === undefined ? undefined : `${address}:${port}`);
}

/** Replaces each `{name}` of an advice row. */
export function fillNames(template: string, values: Readonly<Record<string, string>>): string {
	return template.replaceAll(/\{([\w ]+)\}/g, (_, name: string) => values[name] ?? '');
}
