/**
Has the AWS SDK keep its warning to itself: on Node 20 every client tells on standard error of the day when Node 22 will
be needed, which is no business of our users. To be called before a client is made.
*/
export function quietAwsSdk(): void {
	process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}
