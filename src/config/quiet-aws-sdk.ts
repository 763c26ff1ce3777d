/**
Silences the AWS SDK's warning on Node 20, printed by every client to standard error, that Node 22 will be required.
Call this before creating a client.
*/
export function quietAwsSdk(): void {
	process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}
