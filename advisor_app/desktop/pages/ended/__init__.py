"""What has ended, was stopped or ends soon, and what one takes today instead."""
