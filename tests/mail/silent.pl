# What only seems to be there, as behind a firewall: silent.pl SILENT_PORT FULL_PORT SILENT_DNS_PORT CLOSED_PORT. The first takes connections
# and says nothing; the second is full, so that the kernel drops who comes; the third takes questions (UDP) and never answers; the fourth is
# held so that nobody else listens there, and refuses. Until it is killed.
use strict;
use warnings;
use Socket;
use Fcntl;

sub bound {
    my ($type, $port) = @_;
    socket(my $socket, PF_INET, $type, 0) or die "socket: $!";
    setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1);
    bind($socket, sockaddr_in($port, INADDR_LOOPBACK)) or die "port $port: $!";
    return $socket;
}

my ($silent, $full, $dns, $closed) = @ARGV;
my $held = bound(SOCK_STREAM, $closed);
my $first = bound(SOCK_STREAM, $silent);
listen($first, 128) or die $!;
my $second = bound(SOCK_STREAM, $full);
listen($second, 0) or die $!;
# Fills the queue, and one more for kernels that allow it.
my @waiting;
for (1 .. 3) {
    socket(my $guest, PF_INET, SOCK_STREAM, 0) or die $!;
    fcntl($guest, F_SETFL, O_NONBLOCK) or die $!;
    connect($guest, sockaddr_in($full, INADDR_LOOPBACK));
    push @waiting, $guest;
}
my $third = bound(SOCK_DGRAM, $dns);
$| = 1;
print "silent\n";
sleep 60 while getppid() != 1;
