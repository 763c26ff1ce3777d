import {useStdin, useStdout} from 'ink';
import {useEffectEvent, useLayoutEffect} from 'react';
import {createMouseFilter, type MouseInput, mouseOff, mouseOn} from '../keys/mouse-input.js';

/**
Has the terminal report the mouse while the component is mounted, if there is a listener. Ink unmounts it on every way out,
signals and uncaught errors included.
*/
export function useMouse(onMouse: ((input: MouseInput) => void) | undefined): void {
	const {stdin} = useStdin();
	const {stdout} = useStdout();
	const isOn = onMouse !== undefined;
	const report = useEffectEvent((input: MouseInput) => onMouse?.(input));
	useLayoutEffect(() => {
		if (!isOn) return;
		const restore = takeMouseInput(stdin, report);
		stdout.write(mouseOn);
		return () => {
			stdout.write(mouseOff);
			restore();
		};
	}, [isOn, stdin, stdout]);
}

/**
Takes the reports of the mouse out of what is read from a stream. Ink drops them only if they arrive in one piece, and types
the rest of those that don't. @returns The function that stops it.
*/
function takeMouseInput(stdin: NodeJS.ReadableStream, onMouse: (input: MouseInput) => void): () => void {
	const {read} = stdin;
	const filter = createMouseFilter();
	const parts: (string | MouseInput)[] = [];
	const readPart = (size?: number): string | Buffer | null => {
		// Node fills its buffer by reading nothing.
		if (size !== undefined) return read.call(stdin, size);
		for (;;) {
			const part = parts.shift();
			if (typeof part === 'string') return part;
			if (part === undefined) {
				const chunk: string | Buffer | null = read.call(stdin);
				if (chunk === null) return null;
				parts.push(...filter(String(chunk)));
			}
			// Ink has passed on the keys before it.
			else onMouse(part);
		}
	};
	// Its type leaves out that it returns null.
	stdin.read = readPart as typeof read;
	return () => {
		stdin.read = read;
	};
}
