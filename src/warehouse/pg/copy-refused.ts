import {StatementError} from '../../errors.js';

/** The error for a COPY that exchanges data with the client. @param direction As seen from the server. */
export function copyRefused(direction: 'in' | 'out', sql: string): StatementError {
	return new StatementError(
		direction === 'in'
			? {
					message: "COPY … FROM STDIN can't run here: no standard input is available.",
					advice: 'Load the rows with INSERT, or with \\copy in psql.',
					sql: {text: sql},
				}
			: {
					message: "COPY … TO STDOUT can't run here: it returns no result rows.",
					advice: 'Run the query itself, or write it to a file with sparkify-tui query --output.',
					sql: {text: sql},
				},
	);
}
