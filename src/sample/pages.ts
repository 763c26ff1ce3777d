/** The pages of the application, and how a request for each looks in the log. */
export const pages = {
	Home: {method: 'GET', status: 200},
	NextSong: {method: 'PUT', status: 200},
	Login: {method: 'PUT', status: 307},
	Logout: {method: 'PUT', status: 307},
	About: {method: 'GET', status: 200},
	Help: {method: 'GET', status: 200},
	Settings: {method: 'GET', status: 200},
	'Save Settings': {method: 'PUT', status: 307},
	Upgrade: {method: 'GET', status: 200},
	'Submit Upgrade': {method: 'PUT', status: 307},
	Downgrade: {method: 'GET', status: 200},
	'Submit Downgrade': {method: 'PUT', status: 307},
	Cancel: {method: 'PUT', status: 307},
	'Cancellation Confirmation': {method: 'GET', status: 200},
	Error: {method: 'GET', status: 404},
} as const;

export type Page = keyof typeof pages;
