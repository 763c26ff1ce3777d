import {readLocale} from '../doctor/terminal-info.js';
import {asciiText, keepInPlace} from '../format/terminal-text.js';

type Stream = {readonly isTTY?: boolean; write: NodeJS.WriteStream['write']};

/**
Adapts everything that is written to a terminal: to a locale that is not UTF-8, and to bidirectional text. The only place
that does, for every front end and command; pipes and files get the text unchanged.
*/
export function prepareTerminal(
	streams: readonly Stream[],
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform,
): void {
	const isAscii = readLocale(env, platform).encoding === 'other';
	const adapt = (text: string) => (isAscii ? asciiText(keepInPlace(text)) : keepInPlace(text));
	for (const stream of streams) {
		if (stream.isTTY !== true) continue;
		const write = stream.write.bind(stream) as (chunk: unknown, ...others: readonly unknown[]) => boolean;
		stream.write = (chunk: unknown, ...others: readonly unknown[]) =>
			write(typeof chunk === 'string' ? adapt(chunk) : chunk, ...others);
	}
}
