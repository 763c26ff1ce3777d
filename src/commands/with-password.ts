import {Secret} from '../config/secret.js';
import type {WarehouseSettings} from '../config/settings.js';
import {safeText} from '../format/safe-text.js';

/**
The settings with the password that they lack, asked for at the terminal; the server need not want one, and with IAM there
is none to ask for.
@throws CancelledError
*/
export async function withPassword<T extends WarehouseSettings>(settings: T): Promise<T> {
	if (settings.engine === 'duckdb') return settings;
	if (settings.connection.password !== undefined || settings.connection.iam !== undefined) return settings;
	const {stdin, stderr} = process;
	if (!stdin.isTTY || !stderr.isTTY) return settings;
	const {askSecret} = await import('../plain/ask-secret.js');
	const {user, host} = settings.connection;
	const typed = await askSecret(safeText(`Password of ${user} at ${host} (Enter for none): `), stdin, text =>
		stderr.write(text),
	);
	if (typed === '') return settings;
	return {...settings, connection: {...settings.connection, password: new Secret(typed)}};
}
