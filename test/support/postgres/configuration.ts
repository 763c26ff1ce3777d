import {appendFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Account, giveTo} from './account.js';
import {testCertificate} from './certificates.js';
import {localHost, settingLine} from './platform.js';

export type AuthMethod = 'scram-sha-256' | 'md5' | 'trust';
/** `offered`: the client chooses; `required`: clients without TLS have no pg_hba.conf entry. */
export type TlsMode = 'off' | 'offered' | 'required';

export type Configuration = {
	readonly folder: string;
	readonly dataFolder: string;
	readonly account: Account;
	readonly port: number;
	readonly auth: AuthMethod;
	readonly tls: TlsMode;
};

/** Writes the access rules and the server's settings. */
export function configure({folder, dataFolder, account, port, auth, tls}: Configuration): void {
	const write = (path: string, content: string) => {
		writeFileSync(path, content, {mode: 0o600});
		giveTo(account, path);
	};
	const network = tls === 'required' ? 'hostssl' : 'host';
	const hasSocket = localHost(folder) === folder;
	const local = hasSocket ? `local all all ${auth}\n` : '';
	write(join(dataFolder, 'pg_hba.conf'), `${local}${network} all all 127.0.0.1/32 ${auth}\n`);
	const settings: Record<string, string | number> = {
		listen_addresses: '127.0.0.1',
		port,
		unix_socket_directories: hasSocket ? folder : '',
		max_connections: 100,
		shared_buffers: '16MB',
		// The data is temporary and need not survive a crash.
		fsync: 'off',
		synchronous_commit: 'off',
		full_page_writes: 'off',
		wal_level: 'minimal',
		max_wal_senders: 0,
		// Not UTC, to detect code that depends on the server's time zone.
		timezone: 'America/New_York',
		log_timezone: 'UTC',
	};
	if (tls !== 'off') {
		// PostgreSQL rejects a key that others can read, as files from a Git checkout are.
		write(join(folder, 'server.crt'), testCertificate.certificate);
		write(join(folder, 'server.key'), testCertificate.key);
		settings.ssl = 'on';
		settings.ssl_cert_file = join(folder, 'server.crt');
		settings.ssl_key_file = join(folder, 'server.key');
	}
	const lines = Object.entries(settings).map(([name, value]) => settingLine(name, value));
	appendFileSync(join(dataFolder, 'postgresql.conf'), lines.join(''));
}
