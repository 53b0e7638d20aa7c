package nl.schakel.command;

/**
 * What was measured with one number of connections.
 *
 * @param accepted messages answered AA
 * @param refused messages answered otherwise
 * @param acceptPerSecond accepted messages per second while sending
 * @param ackMillisP50 half of the acknowledgements came within this
 * @param ackMillisP99 99 of 100 came within this
 * @param deliveredPerSecond referrals per second, from the first message sent until nothing was left to deliver
 * @param cpuMillisPerReferral CPU of the gateway, its database and the demo partners inside its process, per referral
 * @param standInMillisPerReferral the demo partners' part of it
 * @param memoryMegabytes resident at the end, of the same processes
 * @param parked work items that now wait for a person
 * @param drained whether everything arrived in time
 */
record BenchRow(
        int connections,
        int accepted,
        int refused,
        double acceptPerSecond,
        double ackMillisP50,
        double ackMillisP99,
        double deliveredPerSecond,
        double cpuMillisPerReferral,
        double standInMillisPerReferral,
        long memoryMegabytes,
        long parked,
        boolean drained) {

    boolean isGood() {
        return drained && refused == 0 && parked == 0 && accepted > 0;
    }
}
