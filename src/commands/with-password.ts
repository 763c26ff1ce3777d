import {Secret} from '../config/password.js';
import type {WarehouseSettings} from '../config/settings.js';
import {safeText} from '../format/safe-text.js';

/**
Asks at the terminal for a missing password. An empty answer leaves it out, for servers that need none. With IAM there is
nothing to ask.
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
