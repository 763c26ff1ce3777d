import {StatementError} from '../errors.js';

/** Why a COPY that exchanges data with the client is not run. @param direction Of the data, as seen from the server. */
export function copyRefused(direction: 'in' | 'out', sql: string): StatementError {
	return new StatementError(
		direction === 'in'
			? {
					message: "COPY … FROM STDIN can't be run here: there is no standard input to read from.",
					advice: 'Load the rows with INSERT, or with \\copy in psql.',
					sql: {text: sql},
				}
			: {
					message: "COPY … TO STDOUT can't be run here: its data is not a result.",
					advice: 'Run the query itself, or write it to a file with sparkify-tui query --output.',
					sql: {text: sql},
				},
	);
}
