import type {Problem} from '../../config/problems.js';
import {safeText} from '../../format/safe-text.js';
import type {CellOutput} from '../document/cell.js';

/** `undefined` removes the parameter. */
export type SetParameter = {readonly name: string; readonly value: string | undefined};

const nameForm = /^[A-Za-z_]\w*$/;

/**
Parses `NAME VALUE`. The value is everything after the name as typed, because its quotes say that it is text (see
`document/parameters.ts`). Without a value the parameter is an empty text, as in psql.
*/
export function parseSet(text: string): SetParameter | Problem {
	const [, name = '', value = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
	return nameProblem(name, (meant: string) => `\\set ${meant} VALUE`) ?? {name, value};
}

export function parseUnset(name: string): SetParameter | Problem {
	return nameProblem(name, meant => `\\unset ${meant}`) ?? {name, value: undefined};
}

function nameProblem(name: string, usage: (meant: string) => string): Problem | undefined {
	if (nameForm.test(name)) return undefined;
	const [, meant] = /^:?([A-Za-z_]\w*)(?:=.*)?$/s.exec(name) ?? [];
	return {
		message: `"${safeText(name)}" is not the name of a parameter.`,
		advice:
			meant === undefined
				? 'A name has letters, digits and underscores, and does not begin with a digit.'
				: `Type ${usage(meant)}.`,
	};
}

/** The parameters as a result, in the order in which they were set. */
export function parametersOutput(parameters: ReadonlyMap<string, string>): CellOutput {
	const text = (name: string) => ({name, type: 'text', engineType: 'text'}) as const;
	return {
		type: 'result',
		sql: '\\set',
		columns: [text('parameter'), text('value')],
		rows: [...parameters].map(([name, value]) => [`:${name}`, value]),
		isComplete: true,
		notices: parameters.size === 0 ? ['No parameters. \\set NAME VALUE sets one.'] : [],
		ms: 0,
	};
}
